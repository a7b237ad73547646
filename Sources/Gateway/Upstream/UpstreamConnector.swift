import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Opens connections to upstreams.
struct UpstreamConnector: Sendable {
    private let verifying: NIOSSLContext?
    private let trusting: NIOSSLContext?

    /// Throws when TLS cannot be set up on this machine.
    init(certificateVerification: CertificateVerification = .fullVerification) throws {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.applicationProtocols = ["http/1.1"]
        configuration.certificateVerification = certificateVerification
        verifying = try NIOSSLContext(configuration: configuration)
        configuration.certificateVerification = .none
        trusting = try NIOSSLContext(configuration: configuration)
    }

    func connect(
        to address: UpstreamAddress, timeout: TimeAmount, on eventLoop: any EventLoop
    ) -> EventLoopFuture<any Channel> {
        let bootstrap = ClientBootstrap(group: eventLoop)
            .connectTimeout(timeout)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if address.isSecure { try pipeline.addHandler(tlsHandler(for: address)) }
                    try pipeline.addHandler(UpstreamEncoder())
                    try pipeline.addHandler(
                        ByteToMessageHandler(HTTPResponseDecoder(leftOverBytesStrategy: .dropBytes)))
                    try pipeline.addHandler(UpstreamHandler(eventLoop: channel.eventLoop))
                }
            }
        return bootstrap.connect(host: address.bareHost, port: address.port)
    }

    private func tlsHandler(for address: UpstreamAddress) throws -> NIOSSLClientHandler {
        guard let context = address.verifies ? verifying : trusting else { throw ChannelError.operationUnsupported }
        // An IP address is no server name: the certificate is then checked against the peer's address.
        let isAddress = (try? SocketAddress(ipAddress: address.bareHost, port: 0)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : address.bareHost)
    }
}
