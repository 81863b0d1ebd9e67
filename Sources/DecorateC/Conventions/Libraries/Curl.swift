extension Rules {
  /// libcurl, as https://curl.se/libcurl/c/libcurl-errors.html describes it.
  static let curl = #"""
    headers: [curl.h, easy.h, multi.h]
    module: CCurl
    namespace: Curl
    prefix: curl_
    statuses:
      Code: {enum: CURLcode, success: [CURLE_OK], message: curl_easy_strerror}
      MultiCode: {enum: CURLMcode, success: [CURLM_OK], message: curl_multi_strerror}
      ShareCode: {enum: CURLSHcode, success: [CURLSHE_OK], message: curl_share_strerror}
      URLCode: {enum: CURLUcode, success: [CURLUE_OK], message: curl_url_strerror}
      HeaderCode: {enum: CURLHcode, success: [CURLHE_OK]}
      FormCode: {enum: CURLFORMcode, success: [CURL_FORMADD_OK]}
    handles:
      CURL: {name: Easy, release: curl_easy_cleanup}
      CURLM: {name: Multi, release: curl_multi_cleanup}
      CURLSH: {name: Share, release: curl_share_cleanup}
      CURLU: {name: URL, release: curl_url_cleanup}
      curl_mime: {name: MIME, release: curl_mime_free}
    functions:
      curl_(easy_init|easy_duphandle|multi_init|share_init|url|url_dup|mime_init):
        failure: "null"
        result: owned
        because: "libcurl: null if something went wrong"
      curl_(getenv|easy_escape|easy_unescape|escape|unescape):
        failure: "null"
        because: "libcurl: null if something went wrong"
      curl_easy_escape:
        parameters: {string: bytes length}
        result: string curl_free
      curl_(easy_escape|easy_unescape|getenv):
        failure: "null"
      curl_getenv:
        result: string curl_free
      curl_(strequal|strnequal):
        failure: never
        because: "libcurl: not zero if they are equal"
    """#
}
