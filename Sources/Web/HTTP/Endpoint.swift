package import HTTPTypes
package import Hummingbird
import Core
import Logging
package import Model
import NIOCore

/// One row of a route table: a method and path, the operation it serves, and its handler.
///
/// Paths are written as in the contracts: `/v3/portals/{portalId}`.
package struct Endpoint<Caller: Sendable>: Sendable {
    package typealias Handler = @Sendable (Call<Caller>) async throws -> Reply

    package let method: HTTPRequest.Method
    package let path: String
    /// The id of the operation in its contract, or of our own making.
    package let operation: String
    /// What it asks of operators and system accounts; nil at doors that are for others.
    package let needs: Need?
    /// What the operation takes and gives, for the served OpenAPI document; nil for pages.
    package let story: EndpointStory
    package let handle: Handler

    package init(
        _ method: HTTPRequest.Method, _ path: String, _ operation: String, needs: Need? = nil,
        story: EndpointStory = EndpointStory(), _ handle: @escaping Handler
    ) {
        self.method = method
        self.path = path
        self.operation = operation
        self.needs = needs
        self.story = story
        self.handle = handle
    }

    package static func get(
        _ path: String, _ operation: String, needs: Need? = nil, story: EndpointStory = EndpointStory(),
        _ handle: @escaping Handler
    ) -> Self { Self(.get, path, operation, needs: needs, story: story, handle) }

    package static func post(
        _ path: String, _ operation: String, needs: Need? = nil, story: EndpointStory = EndpointStory(),
        _ handle: @escaping Handler
    ) -> Self { Self(.post, path, operation, needs: needs, story: story, handle) }

    package static func put(
        _ path: String, _ operation: String, needs: Need? = nil, story: EndpointStory = EndpointStory(),
        _ handle: @escaping Handler
    ) -> Self { Self(.put, path, operation, needs: needs, story: story, handle) }

    package static func patch(
        _ path: String, _ operation: String, needs: Need? = nil, story: EndpointStory = EndpointStory(),
        _ handle: @escaping Handler
    ) -> Self { Self(.patch, path, operation, needs: needs, story: story, handle) }

    package static func delete(
        _ path: String, _ operation: String, needs: Need? = nil, story: EndpointStory = EndpointStory(),
        _ handle: @escaping Handler
    ) -> Self { Self(.delete, path, operation, needs: needs, story: story, handle) }
}

extension Endpoint {
    /// A page.
    package static func get(_ path: String, _ handle: @escaping Handler) -> Self { Self(.get, path, "", handle) }

    /// A form's target.
    package static func post(_ path: String, _ handle: @escaping Handler) -> Self { Self(.post, path, "", handle) }
}

/// A door: establishes who calls, and shows refusals its own way.
package struct Door<Caller: Sendable>: Sendable {
    package let proxies: TrustedProxies
    /// Who calls; throws a refusal when that cannot be established.
    package let identify: @Sendable (Request, ClientOrigin) async throws -> Caller
    /// Shows a refusal as problem JSON or a page; nil is a bug of ours, shown as 500 with the request id.
    package let present: @Sendable (Refusal?, Request, String) async -> Reply

    package init(
        proxies: TrustedProxies, identify: @escaping @Sendable (Request, ClientOrigin) async throws -> Caller,
        present: @escaping @Sendable (Refusal?, Request, String) async -> Reply
    ) {
        self.proxies = proxies
        self.identify = identify
        self.present = present
    }

    /// Mounts a route table on a router.
    package func mount(_ endpoints: [Endpoint<Caller>], on router: Router<AppContext>) {
        for endpoint in endpoints {
            let path = MountedPath(endpoint.path)
            router.on(RouterPath(path.pattern), method: endpoint.method) { request, context in
                await answer(endpoint, path, request, context).response
            }
        }
    }

    private func answer(
        _ endpoint: Endpoint<Caller>, _ path: MountedPath, _ request: Request, _ context: AppContext
    ) async -> Reply {
        let origin = proxies.origin(of: request.head, peer: context.peer?.ipAddress)
        let requestID = context.id
        do {
            let caller = try await identify(request, origin)
            let call = Call(
                request: request, parameters: path.values(context.parameters), caller: caller, origin: origin,
                requestID: requestID)
            return try await Trace.$current.withValue(Trace(address: origin.address, requestID: requestID)) {
                try await endpoint.handle(call)
            }
        } catch let refusal as Refusal {
            return await present(refusal, request, requestID)
        } catch {
            context.logger.error("a bug of ours", metadata: ["error": "\(error)", "path": "\(endpoint.path)"])
            return await present(nil, request, requestID)
        }
    }
}

/// A path whose parameters have the names of their places, because a router wants one name at one place and the
/// contracts give several.
struct MountedPath: Sendable {
    let pattern: String
    private let names: [String]

    init(_ path: String) {
        var names: [String] = []
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map { part -> String in
            guard part.hasPrefix("{"), part.hasSuffix("}") else { return String(part) }
            names.append(String(part.dropFirst().dropLast()))
            return "{p\(names.count)}"
        }
        pattern = parts.joined(separator: "/")
        self.names = names
    }

    /// The values by the names that the path gave them.
    func values(_ parameters: Parameters) -> [String: String] {
        var values: [String: String] = [:]
        for (index, name) in names.enumerated() {
            if let value = parameters.get("p\(index + 1)") { values[name] = value }
        }
        return values
    }
}
