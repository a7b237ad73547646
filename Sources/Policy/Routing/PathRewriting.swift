package import Model

/// Which path the upstream gets.
package struct PathRewriting: Sendable {
    private static let slash: UInt8 = 0x2F
    private static let dot: UInt8 = 0x2E

    private let base: [UInt8]
    private let strips: Bool
    private let handling: GatewayConfiguration.Route.PathHandling

    package init(
        servicePath: String?, stripPath: Bool, handling: GatewayConfiguration.Route.PathHandling = .v0
    ) {
        base = servicePath.map { $0.isEmpty ? [Self.slash] : Array($0.utf8) } ?? [Self.slash]
        strips = stripPath
        self.handling = handling
    }

    /// The path for the upstream, ready for a request line.
    package func upstreamPath(_ path: [UInt8], matchedLength: Int) -> String {
        let changesNothing = base.count == 1 && (!strips || matchedLength <= 1)
        if changesNothing, handling == .v0, path.count > 1 || !strips { return RequestTarget.escaped(path) }
        // A route without a path has matched the first slash.
        let rest = strips ? Self.withoutDots(path.dropFirst(max(1, matchedLength))) : path.dropFirst(1)
        let result =
            switch handling {
            case .v0: strips ? stripped(path, rest) : joined(path, rest)
            case .v1: concatenated(rest)
            }
        return RequestTarget.escaped(result)
    }

    /// What was taken off the path; nil when nothing, or only `/`, was.
    package func strippedPrefix(_ path: [UInt8], matchedLength: Int) -> String? {
        guard strips, matchedLength > 0, path.prefix(matchedLength) != [Self.slash] else { return nil }
        return RequestTarget.escaped(Array(path.prefix(matchedLength)))
    }

    // What is left after a prefix such as `/route` may begin with dots, as in `/route../x`: it must not climb.
    private static func withoutDots(_ rest: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        if rest.elementsEqual([dot]) || rest.elementsEqual([dot, dot]) { return [] }
        if rest.starts(with: [dot, slash]) { return rest.dropFirst(2) }
        if rest.starts(with: [dot, dot, slash]) { return rest.dropFirst(3) }
        return rest
    }

    private func stripped(_ path: [UInt8], _ rest: ArraySlice<UInt8>) -> [UInt8] {
        let endsInSlash = path.last == Self.slash
        if base.last == Self.slash {
            if rest.isEmpty { return base.count == 1 || endsInSlash ? base : Array(base.dropLast()) }
            return base + (rest.first == Self.slash ? rest.dropFirst() : rest)
        }
        if rest.isEmpty { return path.count > 1 && endsInSlash ? base + [Self.slash] : base }
        return base + (rest.first == Self.slash ? [] : [Self.slash]) + rest
    }

    private func joined(_ path: [UInt8], _ rest: ArraySlice<UInt8>) -> [UInt8] {
        if base.last == Self.slash { return base + rest }
        return path.count == 1 ? base : base + path
    }

    private func concatenated(_ rest: ArraySlice<UInt8>) -> [UInt8] {
        if strips {
            let isDouble = base.last == Self.slash && rest.first == Self.slash
            return base + (isDouble ? rest.dropFirst() : rest)
        }
        return base + (base.last == Self.slash ? [] : [Self.slash]) + rest
    }
}
