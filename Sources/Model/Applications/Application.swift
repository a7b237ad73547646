/// What a developer builds against APIs; it holds credentials and registrations.
package struct Application: Sendable, Equatable {
    package var id: ID<Application>

    package init(id: ID<Application>) {
        self.id = id
    }
}
