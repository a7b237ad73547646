import Model
import Rendering

/// Times as people read them; scripts turn them into the reader's own time zone.
enum Moment {
    /// A dash when there is none.
    static func html(_ instant: Instant?) -> HTML {
        guard let instant else { return "<span class=\"muted\">–</span>" }
        let iso = instant.iso
        return "<time datetime=\"\(iso)\">\(iso.prefix(10)) \(iso.dropFirst(11).prefix(5)) UTC</time>"
    }
}
