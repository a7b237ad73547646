/// An upstream server that the gateway forwards to.
package struct GatewayService: Sendable, Equatable {
    package var id: ID<GatewayService>

    package init(id: ID<GatewayService>) {
        self.id = id
    }
}
