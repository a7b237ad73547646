/// A key by which an application identifies itself to the gateway.
package struct Credential: Sendable, Equatable {
    package var id: ID<Credential>

    package init(id: ID<Credential>) {
        self.id = id
    }
}
