/// Somebody with an account on one portal.
package struct Developer: Sendable, Equatable {
    package var id: ID<Developer>

    package init(id: ID<Developer>) {
        self.id = id
    }
}
