import Console
import Core
import Endpoints
import Foundation
import Hummingbird
import Logging
import Model
import Site
import Web

/// The doors of one process, on their routers.
struct House {
    let product: Product
    let settings: ServeSettings
    let readiness: Readiness
    let logger: Logger
    /// What is told at the start beside the addresses.
    var notes: [String] = []

    /// The server of Console, management API and portals.
    func application() -> some ApplicationProtocol {
        let limits = RateLimitBuckets(settings.limits, clock: product.kernel.clock)
        let responder = HostResponder(
            main: mainRouter(limits).buildResponder(), site: siteRouter(limits).buildResponder(),
            baseDomain: settings.product.baseDomain, mainHost: settings.product.publicURL.host,
            customDomains: product.customDomains)
        return Application(
            responder: responder,
            configuration: ApplicationConfiguration(
                address: .hostname(settings.listen.host, port: settings.listen.port), serverName: "portico"),
            onServerRunning: { channel in await announce(channel.localAddress?.port) }, logger: logger)
    }

    private func mainRouter(_ limits: RateLimitBuckets) -> Router<AppContext> {
        let fallback = Fallback { refusal, _, requestID in ConsoleErrorPage.reply(refusal, requestID: requestID) }
        let router = Router(context: AppContext.self, options: .autoGenerateHeadEndpoints)
        router.addMiddleware {
            RequestLog()
            RequestMetrics()
            SecurityHeaders(allowsForeignConnections: true)
            RateLimits(limits, proxies: settings.proxies, fallback: fallback)
            fallback
        }
        ConsoleDoor.signedIn(product, proxies: settings.proxies).mount(ConsolePages.endpoints(product), on: router)
        ConsoleDoor.open(proxies: settings.proxies).mount(ConsolePages.openEndpoints(product), on: router)
        AssetRoutes.mount(on: router)
        let management = ManagementAPI.endpoints(product)
        ManagementDoor.make(product, proxies: settings.proxies).mount(management, on: router)
        var others = OtherMethods()
        others.add(management)
        others.mount(on: router)
        DocumentRoutes.door(proxies: settings.proxies)
            .mount(DocumentRoutes.management(product, version: Version.current), on: router)
        DataPlaneRoutes.door(product, proxies: settings.proxies)
            .mount(DataPlaneRoutes(product).endpoints, on: router)
        HealthRoutes(product, readiness).mount(on: router)
        return router
    }

    private func siteRouter(_ limits: RateLimitBuckets) -> Router<AppContext> {
        let fallback = Fallback { [product] refusal, request, requestID in
            await SiteErrorPage.reply(refusal, request, requestID, product)
        }
        let router = Router(context: AppContext.self, options: .autoGenerateHeadEndpoints)
        let headers = SecurityHeaders(allowsForeignConnections: true)
        router.addMiddleware {
            RequestLog()
            RequestMetrics()
            AllowListGate(product.ipAllowLists, proxies: settings.proxies, headers: headers) { refusal, address in
                SiteErrorPage.notAdmitted(refusal, address: address)
            }
            PageCache(product.siteVersions)
            headers
            RateLimits(limits, proxies: settings.proxies, fallback: fallback)
            fallback
        }
        let proxies = settings.proxies
        AssetRoutes.mount(on: router)
        let open = DeveloperAPI.endpoints(product), signedIn = DeveloperAPI.signedInEndpoints(product)
        DeveloperDoor.open(product, proxies: proxies).mount(open, on: router)
        DeveloperDoor.open(product, proxies: proxies)
            .mount(DocumentRoutes.developer(product, version: Version.current), on: router)
        DeveloperDoor.signedIn(product, proxies: proxies).mount(signedIn, on: router)
        var others = OtherMethods()
        others.add(open)
        others.add(signedIn)
        others.mount(on: router)
        SiteDoor.open(product, proxies: proxies).mount(SitePages.endpoints(product), on: router)
        SiteDoor.signedIn(product, proxies: proxies).mount(SitePages.signedInEndpoints(product), on: router)
        return router
    }

    /// Tells where the Console is, with a set-up link while nobody can sign in.
    private func announce(_ port: Int?) async {
        let console = settings.product.publicURL.text
        var lines = ["Portico \(Version.current)", "Console:  \(console)"]
        if let secret = try? await product.operators.makeSetUpLink() {
            lines.append("Set up:   \(console)/setup?token=\(secret.text)")
        }
        lines += notes
        FileHandle.standardOutput.write(Data((lines.joined(separator: "\n") + "\n").utf8))
    }
}
