package import Model
import Rendering

/// What an operator uploads as a description: a file, or several files in an archive that refer to each other.
package struct SpecificationFile: Sendable {
    /// The description; the files of an archive have become one.
    package let text: String
    /// The archive as it was uploaded; nil for a single file.
    package let archive: [UInt8]?

    /// Refuses archives that are too large or broken, or hold no description.
    package init(_ bytes: [UInt8], _ uploads: UploadLimits) throws {
        guard ZIPArchive.begins(bytes) else {
            (text, archive) = (String(decoding: bytes, as: UTF8.self), nil)
            return
        }
        guard bytes.count <= uploads[.description] else {
            throw Refusal.tooLarge("An archive must not exceed \(uploads.words(.description))")
        }
        do {
            (text, archive) = (
                try DescriptionBundle.text(of: ZIPArchive.files(bytes, upTo: 2 * uploads[.description])), bytes
            )
        } catch {
            throw Refusal.invalid("spec", .invalid, error.words)
        }
    }
}
