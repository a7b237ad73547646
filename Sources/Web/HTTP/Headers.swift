import HTTPTypes
package import Hummingbird
import Logging

/// Puts the security headers on every answer, and the request id.
package struct SecurityHeaders: RouterMiddleware {
    package typealias Context = AppContext

    private let fields: [HTTPField]

    /// Pages that may call APIs of other hosts (the try-it console) allow `connect-src` beyond the host itself.
    package init(allowsForeignConnections: Bool) {
        let policy = ContentSecurityPolicy(allowsForeignConnections: allowsForeignConnections).text
        fields = [
            HTTPField(name: .contentSecurityPolicy, value: policy),
            HTTPField(name: .xContentTypeOptions, value: "nosniff"),
            HTTPField(name: .fixed("referrer-policy"), value: "strict-origin-when-cross-origin"),
            HTTPField(name: .fixed("cross-origin-opener-policy"), value: "same-origin"),
            HTTPField(name: .fixed("permissions-policy"), value: "camera=(), geolocation=(), microphone=()"),
        ]
    }

    package func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        set(on: &response, requestID: context.id)
        return response
    }

    /// For answers that are given before this comes to its turn.
    func set(on response: inout Response, requestID: String) {
        for field in fields where !response.headers.contains(field.name) { response.headers.append(field) }
        response.headers[.xRequestID] = requestID
    }
}

/// What a page may load and where it may be shown.
struct ContentSecurityPolicy {
    var allowsForeignConnections = true
    /// Origins beside our own that scripts and frames may come from.
    var foreignOrigins: [String] = []

    var text: String {
        let foreign = foreignOrigins.map { " \($0)" }.joined()
        let connect = allowsForeignConnections ? "connect-src 'self' http: https:" : "connect-src 'self'"
        return [
            "default-src 'none'", "script-src 'self'\(foreign)", "style-src 'self'", "img-src 'self' data: https:",
            "font-src 'self'", connect, "form-action 'self'", "frame-src 'self'\(foreign)", "frame-ancestors 'self'",
            "base-uri 'none'", "manifest-src 'self'",
        ].joined(separator: "; ")
    }
}

/// Logs each request at debug; faults of ours louder, and a 503 (not ready yet, at its limit) as the warning it is.
package struct RequestLog: RouterMiddleware {
    package typealias Context = AppContext

    package init() {}

    package func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let level: Logger.Level =
            switch response.status.code {
            case 503: .warning
            case 500...: .error
            default: .debug
            }
        context.logger.log(
            level: level, "request",
            metadata: [
                "method": "\(request.method)", "path": "\(request.uri.path)", "status": "\(response.status.code)",
                "duration": "\(ContinuousClock.now - start)",
            ])
        return response
    }
}
