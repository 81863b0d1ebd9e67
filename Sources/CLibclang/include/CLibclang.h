// The part of libclang's C interface that the scanner calls, as versions 14 and later have it. The library is loaded when it
// is needed, so nothing of LLVM has to be there to build this: the types below have the layout of those in clang-c/Index.h,
// which LLVM keeps from version to version.

#ifndef CLIBCLANG_H
#define CLIBCLANG_H

typedef void *CXIndex;
typedef struct CXTranslationUnitImpl *CXTranslationUnit;
typedef void *CXFile;
typedef void *CXDiagnostic;

typedef struct {
  const void *data;
  unsigned private_flags;
} CXString;

typedef struct {
  int kind;
  int xdata;
  const void *data[3];
} CXCursor;

typedef struct {
  int kind;
  void *data[2];
} CXType;

typedef struct {
  const void *ptr_data[2];
  unsigned int_data;
} CXSourceLocation;

typedef struct {
  const void *ptr_data[2];
  unsigned begin_int_data;
  unsigned end_int_data;
} CXSourceRange;

typedef struct {
  unsigned int_data[4];
  void *ptr_data;
} CXToken;

struct CXUnsavedFile {
  const char *Filename;
  const char *Contents;
  unsigned long Length;
};

typedef struct {
  int Major, Minor, Subminor;
} CXVersion;

typedef struct {
  CXString Platform;
  CXVersion Introduced, Deprecated, Obsoleted;
  int Unavailable;
  CXString Message;
} CXPlatformAvailability;

typedef int (*CXCursorVisitor)(CXCursor cursor, CXCursor parent, void *client_data);

/// Every function of libclang that the scanner calls: its name, its result and its parameters.
#define LIBCLANG_FUNCTIONS(F) \
  F(createIndex, CXIndex, (int excludeDeclarationsFromPCH, int displayDiagnostics)) \
  F(disposeIndex, void, (CXIndex)) \
  F(parseTranslationUnit2, int, (CXIndex, const char *source, const char *const *arguments, int count, \
    struct CXUnsavedFile *unsaved, unsigned unsavedCount, unsigned options, CXTranslationUnit *unit)) \
  F(disposeTranslationUnit, void, (CXTranslationUnit)) \
  F(getClangVersion, CXString, (void)) \
  F(getCString, const char *, (CXString)) \
  F(disposeString, void, (CXString)) \
  F(getNumDiagnostics, unsigned, (CXTranslationUnit)) \
  F(getDiagnostic, CXDiagnostic, (CXTranslationUnit, unsigned)) \
  F(disposeDiagnostic, void, (CXDiagnostic)) \
  F(getDiagnosticSeverity, int, (CXDiagnostic)) \
  F(getDiagnosticSpelling, CXString, (CXDiagnostic)) \
  F(getDiagnosticLocation, CXSourceLocation, (CXDiagnostic)) \
  F(getTranslationUnitCursor, CXCursor, (CXTranslationUnit)) \
  F(visitChildren, unsigned, (CXCursor, CXCursorVisitor, void *)) \
  F(getCursorSpelling, CXString, (CXCursor)) \
  F(getCursorType, CXType, (CXCursor)) \
  F(getCursorLocation, CXSourceLocation, (CXCursor)) \
  F(getCursorExtent, CXSourceRange, (CXCursor)) \
  F(getCursorAvailability, int, (CXCursor)) \
  F(getCursorPlatformAvailability, int, (CXCursor, int *, CXString *, int *, CXString *, CXPlatformAvailability *, int)) \
  F(disposeCXPlatformAvailability, void, (CXPlatformAvailability *)) \
  F(equalCursors, unsigned, (CXCursor, CXCursor)) \
  F(hashCursor, unsigned, (CXCursor)) \
  F(isCursorDefinition, unsigned, (CXCursor)) \
  F(getCursorDefinition, CXCursor, (CXCursor)) \
  F(getRangeStart, CXSourceLocation, (CXSourceRange)) \
  F(getRangeEnd, CXSourceLocation, (CXSourceRange)) \
  F(getExpansionLocation, void, (CXSourceLocation, CXFile *, unsigned *line, unsigned *column, unsigned *offset)) \
  F(getFileName, CXString, (CXFile)) \
  F(getFileContents, const char *, (CXTranslationUnit, CXFile, unsigned long *size)) \
  F(getIncludedFile, CXFile, (CXCursor)) \
  F(tokenize, void, (CXTranslationUnit, CXSourceRange, CXToken **, unsigned *)) \
  F(getTokenSpelling, CXString, (CXTranslationUnit, CXToken)) \
  F(disposeTokens, void, (CXTranslationUnit, CXToken *, unsigned)) \
  F(Cursor_getNumArguments, int, (CXCursor)) \
  F(Cursor_getArgument, CXCursor, (CXCursor, unsigned)) \
  F(Cursor_isFunctionInlined, unsigned, (CXCursor)) \
  F(Cursor_getStorageClass, int, (CXCursor)) \
  F(Cursor_isMacroFunctionLike, unsigned, (CXCursor)) \
  F(Cursor_isMacroBuiltin, unsigned, (CXCursor)) \
  F(Cursor_isBitField, unsigned, (CXCursor)) \
  F(Cursor_isAnonymous, unsigned, (CXCursor)) \
  F(getEnumConstantDeclValue, long long, (CXCursor)) \
  F(getEnumDeclIntegerType, CXType, (CXCursor)) \
  F(getTypedefDeclUnderlyingType, CXType, (CXCursor)) \
  F(getCanonicalType, CXType, (CXType)) \
  F(getTypeSpelling, CXString, (CXType)) \
  F(getResultType, CXType, (CXType)) \
  F(getPointeeType, CXType, (CXType)) \
  F(getTypeDeclaration, CXCursor, (CXType)) \
  F(isConstQualifiedType, unsigned, (CXType)) \
  F(isFunctionTypeVariadic, unsigned, (CXType)) \
  F(getNumArgTypes, int, (CXType)) \
  F(getArgType, CXType, (CXType, unsigned)) \
  F(getArrayElementType, CXType, (CXType)) \
  F(getArraySize, long long, (CXType)) \
  F(Type_getNullability, int, (CXType)) \
  F(Type_getModifiedType, CXType, (CXType)) \
  F(Type_getNamedType, CXType, (CXType)) \
  F(Type_getSizeOf, long long, (CXType))

/// The functions of a libclang that was loaded.
typedef struct {
#define LIBCLANG_MEMBER(name, result, parameters) result (*name) parameters;
  LIBCLANG_FUNCTIONS(LIBCLANG_MEMBER)
#undef LIBCLANG_MEMBER
} LibclangFunctions;

/// Looks up every function in a library.
///
/// - Returns: The name of the first function that the library does not have, or null if it has all.
const char *libclang_look_up(LibclangFunctions *functions, void *library);

/// Calls a function on a thread with much more stack than usual, and waits for it: clang reads nested code by recursion.
///
/// Where libclang crashes all the same, the process says in one line that it cannot read the header, at the place where the
/// code is nested most, and exits with 1.
///
/// - Parameter header: The path of the header.
void libclang_run_deep(const char *header, void (*function)(void *), void *context);

#endif
