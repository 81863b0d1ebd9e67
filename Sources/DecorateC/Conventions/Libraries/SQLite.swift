extension Rules {
  static let sqlite = """
    headers: []
    """
}
