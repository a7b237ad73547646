/// How applications identify themselves to the gateway, chosen per publication.
package struct AuthStrategy: Sendable, Equatable {
    package var id: ID<AuthStrategy>

    package init(id: ID<AuthStrategy>) {
        self.id = id
    }
}
