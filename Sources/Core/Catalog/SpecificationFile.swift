import Model
import Rendering

/// What an operator uploads as a description: a file, or several files in an archive that refer to each other.
package enum SpecificationFile {
    /// The text of a description; the files of an archive become one. Refuses archives that are broken or hold none.
    package static func text(of bytes: [UInt8]) throws -> String {
        guard ZIPArchive.begins(bytes) else { return String(decoding: bytes, as: UTF8.self) }
        do {
            return try DescriptionBundle.text(of: ZIPArchive.files(bytes))
        } catch {
            throw Refusal.invalid("spec", .invalid, error.words)
        }
    }
}
