/// Rules by the plain path that they begin with: walking a request's path meets every rule that fits, and no other.
struct PathTrie: Sendable {
    private struct Node: Sendable {
        /// Positions in the router's list, best first.
        var rules: [Int] = []
        var edges: [(byte: UInt8, node: Int)] = []
    }

    private var nodes = [Node()]

    mutating func insert(_ rule: Int, at path: [UInt8]) {
        var node = 0
        for byte in path {
            if let edge = nodes[node].edges.first(where: { $0.byte == byte }) {
                node = edge.node
            } else {
                nodes.append(Node())
                nodes[node].edges.append((byte, nodes.count - 1))
                node = nodes.count - 1
            }
        }
        nodes[node].rules.append(rule)
    }

    /// Hands out the rules of each prefix of the path, shortest first.
    func visit(_ path: [UInt8], _ body: ([Int]) -> Void) {
        var node = 0
        if !nodes[0].rules.isEmpty { body(nodes[0].rules) }
        walk: for byte in path {
            for edge in nodes[node].edges where edge.byte == byte {
                node = edge.node
                if !nodes[node].rules.isEmpty { body(nodes[node].rules) }
                continue walk
            }
            return
        }
    }
}
