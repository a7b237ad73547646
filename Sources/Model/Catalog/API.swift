/// One API in one version: what operators describe, link, publish, and developers register for.
package struct API: Sendable, Equatable {
    package var id: ID<API>

    package init(id: ID<API>) {
        self.id = id
    }
}
