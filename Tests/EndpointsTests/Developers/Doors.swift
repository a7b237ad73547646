import Endpoints
import Hummingbird
import TestKit
import Web

extension World {
    /// The developer API, mounted as the program mounts it.
    func developerAPI() -> TestServer {
        let router = Router(context: AppContext.self)
        let open = DeveloperAPI.endpoints(product), signedIn = DeveloperAPI.signedInEndpoints(product)
        DeveloperDoor.open(product, proxies: .none).mount(open, on: router)
        DeveloperDoor.signedIn(product, proxies: .none).mount(signedIn, on: router)
        var others = OtherMethods()
        others.add(open)
        others.add(signedIn)
        others.mount(on: router)
        return TestServer(router)
    }

    /// The management API.
    func managementAPI() -> TestServer {
        let router = Router(context: AppContext.self)
        let endpoints = ManagementAPI.endpoints(product)
        ManagementDoor.make(product, proxies: .none).mount(endpoints, on: router)
        var others = OtherMethods()
        others.add(endpoints)
        others.mount(on: router)
        return TestServer(router)
    }
}
