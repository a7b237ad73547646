import Core
import Model
import Rendering
import Web

/// What the console of a reference offers to this reader.
struct TryItOptions {
    /// More applications than this are not offered.
    private static let maximumApplications = 20

    let product: Product
    let call: Call<PortalVisitor>
    let item: CatalogItem
    /// Nil is the current version.
    let version: String?

    func add(to options: inout ReferenceOptions, for place: ReferencePlace) async throws {
        options.serverBase = product.kernel.settings.siteURL(of: call.caller.portal)
        guard case .operation(let key) = place, options.showsTryIt else { return }
        options.samples = SiteAddress.samples.path
        options.callback = SiteAddress.signInCallback.path
        if call.caller.look.customization.specRenderer[.relay] {
            options.relay = SiteAddress.relay(item.api.slug, operation: key, version: version).path
        }
        options.applications = try await applications()
    }

    /// The developer's own applications that may call this API.
    private func applications() async throws -> [TryItApplication] {
        let portal = call.caller.portal, actor = call.caller.actor
        guard call.caller.developer != nil, portal.authenticationEnabled, !item.publication.strategyIDs.isEmpty else {
            return []
        }
        let offer = try await product.applications.offer(item.api.slug, on: portal.id, as: actor)
        let approved = offer.candidates.filter { $0.registration?.status == .approved }
        var result: [TryItApplication] = []
        for candidate in approved.prefix(Self.maximumApplications) {
            let application = candidate.detail.application
            let keys = try await product.credentials.list(of: application.id, on: portal.id, ListQuery(), as: actor)
            result.append(
                TryItApplication(
                    id: application.id.text, name: application.name, clientID: application.clientID,
                    keyEndings: keys.items.map(\.lastFour),
                    address: SiteAddress.application(application.id.text).path))
        }
        return result
    }

    /// Opens a public API's description in a client on the reader's machine.
    var insomnia: HTML? {
        let switches = call.caller.look.customization.specRenderer
        guard switches[.tryItInInsomnia], item.publication.visibility == .public else { return nil }
        let site = product.kernel.settings.siteURL(of: call.caller.portal)
        let address = site + SiteAddress.specification(item.api.slug, version: version).path
        let name = QueryString.encoded(item.api.name), uri = QueryString.encoded(address)
        return UI.linkButton(
            "Open in Insomnia", to: "https://insomnia.rest/run/?label=\(name)&uri=\(uri)", .ghost, small: true)
    }
}
