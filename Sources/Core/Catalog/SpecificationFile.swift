import Model
import Rendering

/// What an operator uploads as a description: a file, or several files in an archive that refer to each other.
package struct SpecificationFile: Sendable {
    /// The description; the files of an archive have become one.
    package let text: String
    /// The archive as it was uploaded; nil for a single file.
    package let archive: [UInt8]?

    /// Refuses archives that are broken or hold no description.
    package init(_ bytes: [UInt8]) throws {
        guard ZIPArchive.begins(bytes) else {
            (text, archive) = (String(decoding: bytes, as: UTF8.self), nil)
            return
        }
        guard bytes.count <= Specification.maximumSize else {
            throw Refusal.tooLarge("An archive must not exceed \(Specification.maximumSize >> 20) MB")
        }
        do {
            (text, archive) = (try DescriptionBundle.text(of: ZIPArchive.files(bytes)), bytes)
        } catch {
            throw Refusal.invalid("spec", .invalid, error.words)
        }
    }
}
