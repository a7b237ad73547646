import Endpoints
import Hummingbird
import TestKit
import Web

extension World {
    /// The developer API, mounted as the program mounts it.
    func developerAPI() -> TestServer {
        let router = Router(context: AppContext.self)
        DeveloperDoor.open(product, proxies: .none).mount(DeveloperAPI.endpoints(product), on: router)
        DeveloperDoor.signedIn(product, proxies: .none).mount(DeveloperAPI.signedInEndpoints(product), on: router)
        return TestServer(router)
    }

    /// The management API.
    func managementAPI() -> TestServer {
        let router = Router(context: AppContext.self)
        ManagementDoor.make(product, proxies: .none).mount(ManagementAPI.endpoints(product), on: router)
        return TestServer(router)
    }
}
