@_exported public import DecoratorPrimitives
