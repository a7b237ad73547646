import HTTPTypes
package import Hummingbird

/// Serves the assets and the portals' brand sheets from `/_core/assets/`, for ever: names change with content.
package struct AssetRoutes: Sendable {
    private let store: AssetStore

    package init(store: AssetStore = .shared) {
        self.store = store
    }

    /// Mounts the assets on a router of any context.
    package static func mount<Context>(on router: some RouterMethods<Context>) {
        let routes = AssetRoutes()
        for method in [HTTPRequest.Method.get, .head] {
            router.on("/_core/assets/:file", method: method) { request, context in
                routes.response(to: request.head, file: context.parameters.get("file") ?? "")
            }
        }
    }

    /// The reply to a request for this file name.
    package func response(to request: HTTPRequest, file: String) -> Response {
        guard let asset = store.asset(fileName: file) ?? BrandTheme.sheet(fileName: file) else {
            return Response(status: .notFound, headers: [.contentType: "text/plain; charset=utf-8"])
        }
        let accepted = ContentEncoding.accepted(in: request.headerFields[.acceptEncoding])
        let encoding = accepted.first { asset.copy($0) != nil } ?? .identity
        let tag = "\"\(asset.hash)\(encoding == .identity ? "" : "-\(encoding.rawValue)")\""
        var headers: HTTPFields = [
            .contentType: asset.contentType, .cacheControl: "public, max-age=31536000, immutable", .eTag: tag,
            .vary: "Accept-Encoding", .xContentTypeOptions: "nosniff",
        ]
        if request.headerFields[.ifNoneMatch]?.contains(asset.hash) == true {
            return Response(status: .notModified, headers: headers)
        }
        if encoding != .identity { headers[.contentEncoding] = encoding.rawValue }
        let body = asset.copy(encoding).map { ResponseBody(byteBuffer: $0) } ?? ResponseBody()
        guard request.method != .head else {
            headers[.contentLength] = body.contentLength.map { String($0) }
            return Response(status: .ok, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: body)
    }
}
