import HTTPTypes
package import Hummingbird
import Model

/// Answers the methods that the addresses of the APIs do not serve: 405 and what is served there, also to OPTIONS.
///
/// A router alone says that such an address is not found.
package struct OtherMethods {
    private static let all: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options, .trace]
    private var served: [String: Set<HTTPRequest.Method>] = [:]

    package init() {}

    /// Takes in a table that is mounted on the same router.
    package mutating func add<Caller>(_ endpoints: [Endpoint<Caller>]) {
        for endpoint in endpoints where Fallback.isAPI(endpoint.path) {
            served[MountedPath(endpoint.path).pattern, default: []].insert(endpoint.method)
        }
    }

    /// To be called once, with every table taken in.
    package func mount(on router: Router<AppContext>) {
        for (path, methods) in served {
            // The router itself answers HEAD where there is GET.
            let known = methods.contains(.get) ? methods.union([.head]) : methods
            let allowed = Self.all.filter { known.contains($0) || $0 == .options }.map(\.rawValue)
            for method in Self.all where !known.contains(method) {
                router.on(RouterPath(path), method: method) { _, context in
                    if method == .options {
                        return Reply.empty().with(.allow, allowed.joined(separator: ", ")).response
                    }
                    return Problem.reply(.methodNotAllowed(allowed), requestID: context.id).response
                }
            }
        }
    }
}
