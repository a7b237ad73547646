import HTTPTypes
package import Hummingbird
import Metrics
import Synchronization

/// Counts requests by method, route and status, and times them.
package final class RequestMetrics: RouterMiddleware {
    package typealias Context = AppContext

    private struct Key: Hashable {
        let method: HTTPRequest.Method
        let route: String
        let status: Int
    }

    private struct Handles {
        let count: Counter
        let duration: Timer
    }

    private static let methods: Set<HTTPRequest.Method> = [.get, .head, .post, .put, .patch, .delete, .options]

    /// Making a handle costs more than a kept page does.
    private let handles = Mutex<[Key: Handles]>([:])

    package init() {}

    package func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let handles = handles(of: request, context, response)
        handles.count.increment()
        let elapsed = (ContinuousClock.now - start).components
        handles.duration.recordNanoseconds(elapsed.seconds * 1_000_000_000 + elapsed.attoseconds / 1_000_000_000)
        return response
    }

    private func handles(of request: Request, _ context: AppContext, _ response: Response) -> Handles {
        // The pattern, not the path: addresses are without number, and private. So are the methods that clients invent.
        let method = Self.methods.contains(request.method) ? request.method : .init("OTHER") ?? .get
        let key = Key(method: method, route: context.endpointPath ?? "none", status: Int(response.status.code))
        return handles.withLock { handles in
            if let known = handles[key] { return known }
            let made = Handles(
                count: Counter(
                    label: "portico_http_requests_total",
                    dimensions: [
                        ("method", key.method.rawValue), ("route", key.route), ("status", String(key.status)),
                    ]),
                duration: Timer(label: "portico_http_request_duration", dimensions: [("route", key.route)]))
            handles[key] = made
            return made
        }
    }
}
