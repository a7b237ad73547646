import CCurl
import Glibc
package import Model

/// Which addresses may be called for others: public ones, and those in networks that are allowed at the start.
///
/// It is asked when a socket is opened, after the name was resolved, so a name that changes its mind gains nothing.
package struct AddressGuard: Sendable {
    /// Networks that do not lead to a host of the public internet.
    private static let refused = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    ].compactMap(Network.init)
    /// Of IPv6 only what is handed out to hosts; the ways through to IPv4 and examples are not.
    private static let global = Network("2000::/3")
    private static let refusedGlobal = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"].compactMap(Network.init)

    private let allowed: [Network]

    package init(_ allowed: [Network] = []) {
        self.allowed = allowed
    }

    /// Nil when one of the texts is no address and no network.
    package init?(allowing texts: [String]) {
        let networks = texts.compactMap(Network.init)
        guard networks.count == texts.count else { return nil }
        self.init(networks)
    }

    /// The 4 or 16 bytes of an address that somebody is about to connect to.
    package func permits(_ bytes: [UInt8]) -> Bool {
        let bytes = Network.plain(bytes)
        if allowed.contains(where: { $0.contains(bytes) }) { return true }
        if bytes.count == 4 { return !Self.refused.contains { $0.contains(bytes) } }
        guard bytes.count == 16, let global = Self.global else { return false }
        return global.contains(bytes) && !Self.refusedGlobal.contains { $0.contains(bytes) }
    }

    /// A socket for the address that libcurl is about to connect to; nil when it may not be called.
    func open(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t? {
        let isPermitted = withUnsafePointer(to: &address.pointee.addr) { pointer in
            UnsafeRawPointer(pointer).withMemoryRebound(to: sockaddr.self, capacity: 1, permits)
        }
        guard isPermitted else { return nil }
        let kind = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        return socket(address.pointee.family, kind, address.pointee.protocol)
    }

    private func permits(_ address: UnsafePointer<sockaddr>) -> Bool {
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { pointer in
                withUnsafeBytes(of: pointer.pointee.sin_addr) { permits(Array($0)) }
            }
        case AF_INET6:
            address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { pointer in
                withUnsafeBytes(of: pointer.pointee.sin6_addr) { permits(Array($0)) }
            }
        default: false
        }
    }
}
