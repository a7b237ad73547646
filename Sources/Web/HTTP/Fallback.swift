import Core
package import Hummingbird
import Logging
package import Model

/// Answers what no route took and what escaped a handler: problem JSON below the API prefixes, a page elsewhere.
package struct Fallback: RouterMiddleware {
    package typealias Context = AppContext

    private let page: @Sendable (Refusal?, Request, String) async -> Reply

    package init(page: @escaping @Sendable (Refusal?, Request, String) async -> Reply) {
        self.page = page
    }

    package func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError {
            return await present(error.status == .notFound ? .notFound : Self.refusal(error), request, context)
        } catch let refusal as Refusal {
            return await present(refusal, request, context)
        } catch {
            context.logger.error("a bug of ours", metadata: ["error": "\(error)", "path": "\(request.uri.path)"])
            return await present(nil, request, context)
        }
    }

    private static func refusal(_ error: HTTPError) -> Refusal? {
        switch error.status.code {
        case 400: .invalid("request", .invalid, "the request is malformed")
        case 405: .notFound
        case 413: .tooLarge("The body is too large")
        default: nil
        }
    }

    /// Whether an address is one of the APIs, and no page.
    static func isAPI(_ path: String) -> Bool {
        ["/v1/", "/v2/", "/v3/", "/api/"].contains { path.hasPrefix($0) }
    }

    func present(_ refusal: Refusal?, _ request: Request, _ context: AppContext) async -> Response {
        let reply =
            Self.isAPI(request.uri.path)
            ? Problem.reply(refusal, requestID: context.id) : await page(refusal, request, context.id)
        return reply.response
    }
}
