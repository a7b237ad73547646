import Core
import Hummingbird
import Site
import TestKit
import Web

/// A portal's site behind its cache, which vouches for what it has read as long as the test runs: not for seconds,
/// which pass quickly on a loaded machine.
struct KeptSite {
    let visitor: TestClient
    let versions: SiteVersions

    init(_ world: World, host: String = "payments.localhost") {
        let versions = SiteVersions(world.product.kernel, trust: .seconds(600))
        let router = Router(context: AppContext.self)
        router.addMiddleware { PageCache(versions) }
        SiteDoor.open(world.product, proxies: .none).mount(SitePages.endpoints(world.product), on: router)
        visitor = TestServer(router).client(host: host)
        self.versions = versions
    }
}
