@_exported public import Decorators
