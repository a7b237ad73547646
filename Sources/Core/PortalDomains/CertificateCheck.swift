import Model
import NIOSSL

/// Whether a certificate can be used with its key.
enum CertificateCheck {
    /// When the certificate ends. Refuses what is no PEM, what has ended, and a key that is not the certificate's.
    static func expiry(of draft: CertificateDraft, at now: Instant) throws -> Instant {
        let chainField = "ssl.custom_certificate", keyField = "ssl.custom_private_key"
        guard let chain = try? NIOSSLCertificate.fromPEMBytes(Array(draft.chain.utf8)), let leaf = chain.first else {
            throw Refusal.invalid(chainField, .invalid, "\(chainField) must be a certificate in PEM")
        }
        guard let key = try? NIOSSLPrivateKey(bytes: Array(draft.key.utf8), format: .pem) else {
            throw Refusal.invalid(keyField, .invalid, "\(keyField) must be a private key in PEM, without a passphrase")
        }
        let configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        guard (try? NIOSSLContext(configuration: configuration)) != nil else {
            throw Refusal.invalid(keyField, .invalid, "\(keyField) must be the key of the certificate")
        }
        let expiry = Instant(milliseconds: Int64(leaf.notValidAfter) * 1_000)
        guard expiry > now else {
            throw Refusal.invalid(chainField, .invalid, "\(chainField) has expired")
        }
        return expiry
    }
}
