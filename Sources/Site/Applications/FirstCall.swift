import Rendering

/// The first request with a new key: an operation that only reads, as a command to copy.
struct FirstCall {
    private let address: String

    /// Nil when the description names no server, or nothing to read without knowing more.
    init?(_ description: APIDescription) {
        guard let server = description.servers.first?.url, server.hasPrefix("http") else { return nil }
        let readable = description.operations.filter { operation in
            operation.method == "GET" && !operation.path.contains("{") && !operation.isDeprecated
                && !operation.isInternal
        }
        let plain = readable.first { $0.node["parameters"]?.items.isEmpty ?? true }
        guard let operation = plain ?? readable.first else { return nil }
        address = (server.hasSuffix("/") ? String(server.dropLast()) : server) + operation.path
        if address.contains(where: { $0 == "'" || $0.isNewline }) { return nil }
    }

    func command(header: String, key: String) -> String {
        "curl '\(address)' \\\n  --header '\(header): \(key)'"
    }
}
