import Console
import Hummingbird
import Model
import TestKit
import Web

extension World {
    /// The Console, with an operator who is signed in.
    func console() async throws -> TestClient {
        let (account, _) = try await account()
        let router = Router(context: AppContext.self)
        ConsoleDoor.signedIn(product, proxies: .none).mount(ConsolePages.endpoints(product), on: router)
        ConsoleDoor.open(proxies: .none).mount(ConsolePages.openEndpoints(product), on: router)
        let client = TestServer(router).client()
        _ = try await client.submit("/sign-in", ["email": account.email, "password": TestPassword.good])
        return client
    }
}
