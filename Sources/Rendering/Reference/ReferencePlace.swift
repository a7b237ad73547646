/// A page of an API reference, for which Console and Site have their own addresses.
package enum ReferencePlace: Sendable, Hashable {
    case overview
    /// An operation or a webhook, by its key.
    case operation(String)
    /// A group of operations, by its key.
    case group(String)
    /// A named schema, by its key.
    case schema(String)
    /// Any schema, by its JSON pointer.
    case node(String)
    /// The inside of a schema alone, without a page around it, by its JSON pointer.
    case fragment(String)
}

/// How a reference is shown and where its pages are.
package struct ReferenceOptions: Sendable {
    package var address: @Sendable (ReferencePlace) -> String
    /// Where the document itself can be had; nil when it cannot.
    package var download: String?
    package var showsTryIt = true
    package var showsSchemas = true
    package var hidesInternal = false
    package var hidesDeprecated = false
    package var allowsCustomServer = true
    /// Tells portals apart in the browser's session storage, where credentials are kept.
    package var storageKey = "portico"
    /// The base of relative server addresses: the origin of the gateway or of the portal.
    package var serverBase: String?
    /// What stands above the navigation: a choice of versions, say.
    package var navigationHeader: HTML = .empty

    package init(address: @escaping @Sendable (ReferencePlace) -> String) {
        self.address = address
    }
}

/// A page of a reference, for the frame of Console or Site.
package struct ReferencePage: Sendable {
    package var title: String
    /// One line for search engines; empty when there is nothing to say.
    package var summary: String
    /// The body, which brings its own columns and wants the whole width.
    package var html: HTML
}

/// Operations that are listed together.
package struct ReferenceGroup: Sendable {
    package var name: String
    package var key: String
    package var description: String?
    package var operations: [APIOperation]
}
