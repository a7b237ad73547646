/// A behaviour that the gateway adds to a control plane, a service or a route.
package struct GatewayPlugin: Sendable, Equatable {
    package var id: ID<GatewayPlugin>

    package init(id: ID<GatewayPlugin>) {
        self.id = id
    }
}
