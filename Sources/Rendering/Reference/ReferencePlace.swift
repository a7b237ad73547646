/// A page of an API reference, for which Console and Site have their own addresses.
package enum ReferencePlace: Sendable, Hashable {
    case overview
    /// What the overview has no room for of the description, which is then in parts; the overview is part 0.
    case description(part: Int)
    /// An operation or a webhook, by its key.
    case operation(String)
    /// A group of operations, by its key.
    case group(String)
    /// A named schema, by its key.
    case schema(String)
    /// A channel of an AsyncAPI document, by its key.
    case channel(String)
    /// A message of an AsyncAPI document, by its key.
    case message(String)
    /// A list of everything of one kind, from a position on.
    case list(ReferenceList, from: Int)
    /// Any schema, by its JSON pointer; its attributes from a position on.
    case node(String, from: Int = 0)
    /// The inside of a schema alone, without a page around it, by its JSON pointer; from a position on, and without
    /// what only the other direction has.
    case fragment(String, from: Int = 0, for: ExampleMaker.Direction? = nil)
    /// All operations one below the other, from a position on: a page, or a part to be put below another.
    case continuous(from: Int), continuation(from: Int)
    /// The operations of a group for the navigation, without a page around them; of all groups without a key.
    case navigation(String?)
}

/// How a reference is shown and where its pages are.
package struct ReferenceOptions: Sendable {
    package var address: @Sendable (ReferencePlace) -> String
    /// Where the document itself can be had; nil when it cannot.
    package var download: String?
    /// Where it can be had in a syntax, whichever it was uploaded in.
    package var formats: [(name: String, address: String)] = []
    package var showsTryIt = true
    package var showsSchemas = true
    package var hidesInternal = false
    package var hidesDeprecated = false
    package var allowsCustomServer = true
    /// Tells portals apart in the browser's session storage, where credentials are kept.
    package var storageKey = "portico"
    /// Where samples are made of a request that the console describes; nil where they stay as they are.
    package var samples: String?
    /// The page to which authorization servers send the browser back; nil where nobody can sign in.
    package var callback: String?
    /// What sends requests on for the console; nil when the portal does not.
    package var relay: String?
    /// The reader's own applications, whose credentials the console can use.
    package var applications: [TryItApplication] = []
    /// The base of relative server addresses: the origin of the gateway or of the portal.
    package var serverBase: String?
    /// Whether all operations can be read on one page.
    package var isContinuous = false
    /// Where the whole portal is searched: an address that takes `q`, and what else goes along; nil leaves it out.
    package var search: (address: String, near: String)?
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
    /// The heading under which it stands with others.
    package var section: String?
}
