package import Core
package import Web

/// Every route of the management APIs, in one list: what is mounted is what stands here.
package enum ManagementAPI {
    package static func endpoints(_ product: Product) -> [Endpoint<OperatorCaller>] {
        PortalRoutes(product).endpoints + ControlPlaneRoutes(product).endpoints + CoreEntityRoutes(product).endpoints
            + ImplementationRoutes(product).endpoints
    }
}
