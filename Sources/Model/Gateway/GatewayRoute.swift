/// What a request must look like to reach a service.
package struct GatewayRoute: Sendable, Equatable {
    package var id: ID<GatewayRoute>

    package init(id: ID<GatewayRoute>) {
        self.id = id
    }
}
