import Foundation
import Gateway
import Model
import NIOSSL
import Testing

@Suite struct SecureUpstreamTests {
    /// A server's context with a certificate that nobody has signed but itself.
    private func selfSigned() throws -> NIOSSLContext {
        let folder = FileManager.default.temporaryDirectory.appending(path: "portico-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let key = folder.appending(path: "key.pem").path, certificate = folder.appending(path: "cert.pem").path
        let openssl = Process()
        openssl.executableURL = URL(filePath: "/usr/bin/env")
        openssl.arguments = [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
            "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out",
            certificate,
        ]
        openssl.standardError = FileHandle.nullDevice
        openssl.standardOutput = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
        let configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
        return try NIOSSLContext(configuration: configuration)
    }

    @Test func aCertificateThatNobodyVouchesForIsNotAccepted() async throws {
        try await World.run(tls: try selfSigned()) { service in
            service.scheme = .https
        } body: { world in
            let answer = try await world.get("/x")
            #expect(answer.status == 502)
            #expect(world.upstream.counts.requests == 0)
        }
    }

    @Test func anOperatorMayWaiveTheCheck() async throws {
        try await World.run(tls: try selfSigned()) { service in
            service.scheme = .https
            service.verifiesCertificate = false
        } body: { world in
            let client = try await world.client()
            for _ in 0..<3 {
                try await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi")
                #expect(try await client.answer().text.hasSuffix("\n\nhi"))
            }
            #expect(world.upstream.counts.connections == 1)
            await client.close()
        }
    }

    @Test func anUpstreamThatSpeaksNoTLSAnswers502() async throws {
        try await World.run { service in
            service.scheme = .https
        } body: { world in
            let answer = try await world.get("/x")
            #expect(answer.status == 502)
        }
    }
}
