extension Rules {
  static let cLibrary = """
    headers: []
    """
}
