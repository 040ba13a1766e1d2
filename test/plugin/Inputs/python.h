/* The few declarations of CPython that the tests use: what counts is their names. Shapes as in 3.11. */
#ifndef TEST_PYTHON_H
#define TEST_PYTHON_H
#define NULL ((void *)0)
#ifndef PY_VERSION_HEX
#define PY_VERSION_HEX 0x030B02F0
#endif
typedef __SIZE_TYPE__ size_t;
typedef long Py_ssize_t;
typedef struct _typeobject PyTypeObject;
typedef struct _object {
  Py_ssize_t ob_refcnt;
  PyTypeObject *ob_type;
} PyObject;
typedef struct {
  PyObject ob_base;
  Py_ssize_t ob_size;
} PyVarObject;
typedef struct {
  PyVarObject ob_base;
  PyObject **ob_item;
} PyListObject;
typedef struct {
  void *buf;
  PyObject *obj;
  Py_ssize_t len;
} Py_buffer;
typedef PyObject *(*PyCFunction)(PyObject *, PyObject *);
typedef void (*destructor)(PyObject *);
struct _typeobject {
  PyVarObject ob_base;
  destructor tp_dealloc;
};
typedef struct PyMethodDef {
  const char *ml_name;
  PyCFunction ml_meth;
  int ml_flags;
  const char *ml_doc;
} PyMethodDef;
void _Py_Dealloc(PyObject *);
static inline void Py_INCREF(PyObject *op) { op->ob_refcnt++; }
static inline void Py_DECREF(PyObject *op) {
  if (--op->ob_refcnt == 0)
    _Py_Dealloc(op);
}
static inline void Py_XDECREF(PyObject *op) {
  if (op)
    Py_DECREF(op);
}
static inline void Py_XINCREF(PyObject *op) {
  if (op)
    Py_INCREF(op);
}
#define Py_CLEAR(op)                                                                                                   \
  do {                                                                                                                 \
    PyObject *_py_tmp = (PyObject *)(op);                                                                              \
    if (_py_tmp != NULL) {                                                                                             \
      (op) = NULL;                                                                                                     \
      Py_DECREF(_py_tmp);                                                                                              \
    }                                                                                                                  \
  } while (0)
extern PyObject _Py_NoneStruct;
#define Py_None (&_Py_NoneStruct)
#define Py_RETURN_NONE return Py_INCREF(Py_None), Py_None
extern PyObject *PyExc_ValueError;
PyObject *PyLong_FromLong(long);
long PyLong_AsLong(PyObject *);
PyObject *PyUnicode_FromString(const char *);
const char *PyUnicode_AsUTF8(PyObject *);
void PyUnicode_Append(PyObject **, PyObject *);
PyObject *PyBytes_FromStringAndSize(const char *, Py_ssize_t);
int _PyBytes_Resize(PyObject **, Py_ssize_t);
PyObject *PyList_New(Py_ssize_t);
int PyList_Append(PyObject *, PyObject *);
int PyList_SetItem(PyObject *, Py_ssize_t, PyObject *);
PyObject *PyList_GetItem(PyObject *, Py_ssize_t);
PyObject *PyTuple_New(Py_ssize_t);
int PyTuple_SetItem(PyObject *, Py_ssize_t, PyObject *);
PyObject *PyDict_New(void);
PyObject *PyDict_GetItemString(PyObject *, const char *);
int PyDict_SetItemString(PyObject *, const char *, PyObject *);
PyObject *PyObject_GetAttrString(PyObject *, const char *);
PyObject *PyErr_Occurred(void);
void PyErr_SetString(PyObject *, const char *);
int PyModule_AddObject(PyObject *, const char *, PyObject *);
PyObject *Py_BuildValue(const char *, ...);
int PyArg_ParseTuple(PyObject *, const char *, ...);
int PyUnicode_FSConverter(PyObject *, void *);
int PyObject_GetBuffer(PyObject *, Py_buffer *, int);
void PyBuffer_Release(Py_buffer *);
void unknown(PyObject *);
int condition(void);
#endif
