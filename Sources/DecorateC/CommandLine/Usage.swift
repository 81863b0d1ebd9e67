extension DecorateCCommand {
  static let usage = """
    decorate-c writes decorated Swift wrappers for C functions, which it reads through libclang.

      decorate-c generate HEADER… [options] [-- CLANG FLAGS]   write the wrappers
      decorate-c list HEADER… [options] [-- CLANG FLAGS]       show what would be wrapped, and why
      decorate-c help, or --help in either                     show this

    HEADER is a path, or a name as an include with angle brackets has it: zlib.h.

    Options of both:
      --match REGEX          only functions in whose name it is found
      --exclude REGEX        no function in whose name it is found
      --rules FILE           rules in YAML, which win over what is concluded; they can also name headers and options
      --assume CONVENTION    how functions report failure that nothing is known of: never, negative-errno, nonzero-errno,
                             null-errno, minus-errno, error-number, null, nonzero, negative
      --module NAME          the module that Swift imports the functions from
      --libclang PATH        the library, or its folder; otherwise LIBCLANG_PATH, llvm-config and the usual folders

    Options of generate:
      --decorate LIST        timed, retrying, logged, memoized; the first one is outermost
      --values               decorators as values that run the call, instead of attributes
      --retry-on EXPRESSION  a Swift condition over 'error'; otherwise the errors themselves decide
      --access LEVEL         public, package or internal; otherwise public
      -o, --output FILE      where to write; otherwise standard output
      --quiet                do not say which functions are left out

    Options of list:
      --format FORMAT        table, json or markdown

    It exits with 1 when the input is wrong, and with 64 when it is used wrongly.

    """
}
