package import Hummingbird
import Metrics

/// Counts requests by method, route and status, and times them.
package struct RequestMetrics: RouterMiddleware {
    package typealias Context = AppContext

    package init() {}

    package func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        // The pattern, not the path: addresses are without number, and private.
        let route = context.endpointPath ?? "none"
        Counter(
            label: "portico_http_requests_total",
            dimensions: [
                ("method", request.method.rawValue), ("route", route), ("status", String(response.status.code)),
            ]
        ).increment()
        let elapsed = (ContinuousClock.now - start).components
        Timer(label: "portico_http_request_duration", dimensions: [("route", route)])
            .recordNanoseconds(elapsed.seconds * 1_000_000_000 + elapsed.attoseconds / 1_000_000_000)
        return response
    }
}
