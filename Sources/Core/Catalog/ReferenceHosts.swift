package import Rendering

/// The servers from which descriptions may have documents fetched, as the operators of the machine name them.
package struct ReferenceHosts: Sendable, Equatable {
    private let servers: Set<String>

    /// None.
    package init() {
        servers = []
    }

    /// Each text is a host, for the usual ports, or a host with a port. Nil when one of them is neither.
    package init?(_ texts: [String]) {
        let found = texts.compactMap { text in
            let address = WebReference("http://\(text)")
            return address.flatMap { $0.text == "http://\($0.server)/" ? $0.server : nil }
        }
        guard found.count == texts.count else { return nil }
        servers = Set(found)
    }

    package var isEmpty: Bool { servers.isEmpty }

    package func allow(_ address: WebReference) -> Bool { servers.contains(address.server) }
}
