import Crypto
package import Model

extension KeyHash {
    /// The hash of a key as it is stored and looked up.
    package init(ofKey key: String) {
        var digest = SHA256()
        var key = key
        key.withUTF8 { digest.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        self = digest.finalize().withUnsafeBytes { bytes in
            KeyHash(
                words: (
                    Self.word(bytes, 0), Self.word(bytes, 8), Self.word(bytes, 16), Self.word(bytes, 24)
                ))
        }
    }

    private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
