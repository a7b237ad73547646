package import Core
import HTTPTypes
import Model
import Synchronization
package import Web

/// Anybody at the host of the management API.
package struct Stranger: Sendable {}

/// `/openapi.json`: what the doors serve, in the words of OpenAPI.
package enum DocumentRoutes {
    package static let path = "/openapi.json"

    /// The document of the management API, for whoever asks: it tells of the product and of nobody's data.
    package static func management(_ product: Product, version: String) -> [Endpoint<Stranger>] {
        let server = product.kernel.settings.publicURL.text
        let kept = Kept { managementDocument(product, version: version).json(server: server) }
        return [.get(path, "get-openapi-document", story: story) { _ in .json(kept.value) }]
    }

    /// The document of the developer API, on each portal's host with that host as its server.
    package static func developer(_ product: Product, version: String) -> [Endpoint<PortalVisitor>] {
        let kept = Kept { developerDocument(product, version: version).json(server: "") }
        return [
            .get(path, "get-openapi-document", story: story) { call in
                let server: JSON = .string(product.portals.siteURL(of: call.caller.portal))
                let members = (kept.value.members ?? []).map { member in
                    member.name == "servers" ? JSON.Member("servers", [["url": server]]) : member
                }
                return .json(.object(members))
            }
        ]
    }

    package static func door(proxies: TrustedProxies) -> Door<Stranger> {
        Door(proxies: proxies) { _, _ in
            Stranger()
        } present: { refusal, _, requestID in
            Problem.reply(refusal, requestID: requestID)
        }
    }

    private static let story = EndpointStory(summary: "Get this document", answer: .map(.anything))

    package static func managementDocument(_ product: Product, version: String) -> OpenAPIDocument {
        let info = OpenAPIDocument.Info(
            title: "Portico Management API", version: version,
            description: """
                Everything that operators do, for programs: portals with their content and people, APIs with their \
                versions and publications, applications, and what the gateway runs.

                Send a personal access token (`kpat_…`) or a system account's token (`spat_…`) as bearer. Refusals are \
                problems (`application/problem+json`) whose `instance` names the request in the log.
                """)
        var document = OpenAPIDocument(
            info, scheme: .init("accessToken", ["type": "http", "scheme": "bearer"]), refusals: [429])
        document.add(ManagementAPI.endpoints(product), .required)
        document.add([Endpoint<Stranger>.get(path, "get-openapi-document", story: story) { _ in .empty() }], .anybody)
        return document
    }

    package static func developerDocument(_ product: Product, version: String) -> OpenAPIDocument {
        let info = OpenAPIDocument.Info(
            title: "Portico Developer API", version: version,
            description: """
                What developers do on a portal, for programs: sign up and in, read the catalog, keep applications with \
                their registrations and credentials.

                Signing in sets the cookie `portalaccesstoken`. Operations that visitors may call show them what is \
                public. Refusals are problems (`application/problem+json`).
                """)
        var document = OpenAPIDocument(
            info,
            scheme: .init(
                "portalAccessToken", ["type": "apiKey", "in": "cookie", "name": .string(SessionCookies.access)]),
            refusals: [404, 429])
        document.add(DeveloperAPI.endpoints(product), .optional)
        document.add(DeveloperAPI.signedInEndpoints(product), .required)
        document.add([Endpoint<Stranger>.get(path, "get-openapi-document", story: story) { _ in .empty() }], .anybody)
        return document
    }
}

/// A value that is made when it is first asked for.
private final class Kept: Sendable {
    private let make: @Sendable () -> JSON
    private let kept = Mutex<JSON?>(nil)

    init(_ make: @escaping @Sendable () -> JSON) {
        self.make = make
    }

    var value: JSON {
        kept.withLock { kept in
            if let kept { return kept }
            let made = make()
            kept = made
            return made
        }
    }
}
