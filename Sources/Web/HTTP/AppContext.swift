package import Hummingbird
package import NIOCore

/// What every request carries: its logger and id, and who is on the other end of the connection.
package struct AppContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The peer's address; nil in tests without a socket.
    package let peer: SocketAddress?

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress
    }
}
