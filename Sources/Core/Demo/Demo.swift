import Foundation
import Model
import Storage

/// An airline's portal, for people who want to see the product live before they fill it.
///
/// Every step finds what is there or makes it, so a start that was cut short is completed by the next one. What
/// operators did to a finished demo stays.
package struct Demo: Sendable {
    static let email = "demo@contrail.example"
    private static let key = "demo"

    let product: Product
    let content: DemoContent

    package init(_ product: Product, content: DemoContent) {
        self.product = product
        self.content = content
    }

    var kernel: Kernel { product.kernel }

    /// Seeds the demo unless there is a portal already, and points its services to the upstream on this machine's
    /// loopback. Nil when the data is not the demo's.
    package func start(upstreamPort: Int) async throws -> DemoTour? {
        guard var state = try await state() else { return nil }
        var key: String?
        if !state.isDone {
            let portal = try await portal()
            let apis = try await catalog(on: portal, upstreamPort: upstreamPort)
            try await managementAPI(on: portal)
            key = try await people(on: portal, apis: apis, password: state.password ?? "")
            state.isDone = true
            let done = try state.json(kernel.vault)
            try await kernel.database.write { tx in try tx.settings.set(Self.key, done) }
        }
        try await pointServices(to: upstreamPort)
        guard let portal = try await found(), let developer = try await developer(Self.email, on: portal) else {
            return nil
        }
        let isKnown = await product.developers.passwords.matches(state.password ?? "", developer.passwordHash)
        return DemoTour(
            siteURL: product.portals.siteURL(of: portal), email: Self.email,
            password: isKnown ? state.password : nil, key: key)
    }

    /// How far the demo is; begins it when there is no portal, and is nil when there is no demo.
    private func state() async throws -> State? {
        let fresh = try State(password: kernel.random.base62(14), isDone: false).json(kernel.vault)
        let stored = try await kernel.database.write { tx -> JSON? in
            if let known = try tx.settings.value(Self.key) { return known }
            guard try tx.portals.count() == 0 else { return nil }
            try tx.settings.set(Self.key, fresh)
            return fresh
        }
        return stored.map { State($0, kernel.vault) }
    }

    /// What is kept about the demo. The password is sealed; it is told at every start.
    private struct State {
        var password: String?
        var isDone: Bool

        init(password: String, isDone: Bool) {
            self.password = password
            self.isDone = isDone
        }

        init(_ json: JSON, _ vault: Vault) {
            isDone = json["done"]?.bool ?? false
            password = json["password"]?.string.flatMap { Data(base64Encoded: $0) }.flatMap { vault.open(Array($0)) }
        }

        func json(_ vault: Vault) throws -> JSON {
            let sealed = try vault.seal(password ?? "")
            return ["done": .bool(isDone), "password": .string(Data(sealed).base64EncodedString())]
        }
    }
}

/// The portal and what is published on it.
extension Demo {
    private static let portalName = "Contrail Air"

    func found() async throws -> Portal? {
        try await kernel.database.read { tx in try tx.portals.find(name: Self.portalName) }
    }

    private func portal() async throws -> Portal {
        if let known = try await found() { return known }
        try await product.strategies.ensureBuiltIn()
        var draft = PortalDraft(name: Self.portalName)
        draft.displayName = "Contrail Air Developers"
        draft.description = "Flights, bookings and loyalty of Contrail Air, for everybody who builds journeys."
        draft.defaultAPIVisibility = .public
        draft.defaultPageVisibility = .public
        let portal = try await product.portals.create(draft, withContent: true, as: .system)
        var look = PortalCustomizationChange()
        look.primary = .set("#0B5FFF")
        try await product.customizations.update(portal.id, look, as: .system)
        return portal
    }

    private func catalog(on portal: Portal, upstreamPort: Int) async throws -> [API] {
        let plane = try await product.controlPlanes.ensureBuiltIn().id
        var apis: [API] = []
        for entry in DemoContent.entries {
            let api = try await api(entry)
            try await guides(entry, of: api)
            let service = try await service(entry, in: plane, port: upstreamPort)
            try await publish(api, entry, to: portal)
            if try await product.implementations.find(api: api.id, as: .system) == nil {
                _ = try await product.implementations.create(
                    api: api.id, controlPlane: plane, service: service, as: .system)
            }
            apis.append(api)
        }
        return apis
    }

    private func api(_ entry: DemoContent.Entry) async throws -> API {
        var draft = APIDraft(name: entry.name)
        draft.slug = entry.slug
        draft.description = entry.description
        draft.attributes = ["audience": entry.audience]
        draft.specification = content.specification(of: entry)
        return try await api(entry.slug, draft)
    }

    private func api(_ slug: String, _ draft: APIDraft) async throws -> API {
        if let known = try await kernel.database.read({ tx in try tx.apis.find(slug: slug) }) { return known }
        return try await product.apis.create(draft, as: .system).api
    }

    /// The API of this very server, open to read.
    private func managementAPI(on portal: Portal) async throws {
        guard let specification = content.managementAPI else { return }
        var draft = APIDraft(name: "Portico Management API")
        draft.slug = "portico-management"
        draft.description = "Everything that operators do in the Console, for programs."
        draft.attributes = ["audience": ["Operators"]]
        draft.specification = specification
        let api = try await api("portico-management", draft)
        if try await kernel.database.read({ tx in try tx.publications.find(api.id, on: portal.id) }) != nil { return }
        var publication = PublicationDraft()
        publication.visibility = .public
        publication.strategies = .none
        _ = try await product.publications.publish(api.id, to: portal.id, publication, as: .system)
    }

    private func guides(_ entry: DemoContent.Entry, of api: API) async throws {
        let known = try await kernel.database.read { tx in try tx.apiDocuments.count(of: api.id) }
        for text in content.guides(of: entry).dropFirst(known) {
            var draft = APIDocumentDraft(content: text)
            draft.status = .published
            _ = try await product.apiDocuments.create(draft, of: api.id, as: .system)
        }
    }

    private func publish(_ api: API, _ entry: DemoContent.Entry, to portal: Portal) async throws {
        let known = try await kernel.database.read { tx in try tx.publications.find(api.id, on: portal.id) }
        if known != nil { return }
        var draft = PublicationDraft()
        draft.visibility = .public
        draft.autoApproveRegistrations = entry.isOpen
        _ = try await product.publications.publish(api.id, to: portal.id, draft, as: .system)
    }
}

/// The gateway's part.
extension Demo {
    /// The service of an API, with its route and CORS for it alone: the routes of operators stay free.
    private func service(
        _ entry: DemoContent.Entry, in plane: ID<ControlPlane>, port: Int
    ) async throws -> ID<CoreEntity> {
        let name = entry.serviceName
        let service = try await entity(
            .service, name, ["name": .string(name), "url": .string("http://127.0.0.1:\(port)/\(entry.slug)")], in: plane
        )
        let owner: JSON = ["id": .string(service.text)]
        _ = try await entity(
            .route, name, ["name": .string(name), "paths": [.string(entry.path)], "service": owner], in: plane)
        let cors = "\(name)-cors"
        _ = try await entity(
            .plugin, cors,
            ["name": "cors", "instance_name": .string(cors), "service": owner, "config": ["origins": ["*"]]], in: plane)
        return service
    }

    private func entity(
        _ kind: CoreEntity.Kind, _ name: String, _ body: JSON, in plane: ID<ControlPlane>
    ) async throws -> ID<CoreEntity> {
        let known = try await kernel.database.read { tx in try tx.coreEntities.find(name: name, kind, of: plane) }
        if let known { return known.id }
        return try await product.coreEntities.create(kind, body, in: plane, as: .system).id
    }

    /// The upstream has another port at every start.
    private func pointServices(to port: Int) async throws {
        let plane = try await product.controlPlanes.ensureBuiltIn().id
        for name in DemoContent.entries.map(\.serviceName) {
            let known = try await kernel.database.read { tx in
                try tx.coreEntities.find(name: name, .service, of: plane)
            }
            guard let known, known.fields["host"]?.string == "127.0.0.1",
                known.fields["port"]?.integer != Int64(port)
            else { continue }
            let moved = known.fields.setting("port", .integer(Int64(port)))
            _ = try await product.coreEntities.upsert(.service, name, moved, in: plane, as: .system)
        }
    }
}
