import Foundation
package import Model
import Rendering
import Storage

/// The icons of APIs, and the attributes of all of them.
package struct APIIcons: Sendable {
    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// Sets the icon from a data URI; says whether there was none before. Drawings are kept without anything that
    /// acts. Refuses pictures that are too large, or that are not what they say they are.
    package func put(dataURI: String, of api: ID<API>, as actor: Actor) async throws -> (APIIcon, isNew: Bool) {
        try actor.requireOperator()
        let (type, bytes) = try Self.picture(dataURI)
        let event = kernel.audit("api-icon.updated", of: AuditTarget("api", api.text), by: actor), now = kernel.now
        return try await kernel.database.write { tx in
            guard try tx.apis.find(api) != nil else { throw Refusal.notFound }
            let old = try tx.apiIcons.find(api)
            let icon = APIIcon(apiID: api, type: type, createdAt: old?.createdAt ?? now, updatedAt: now)
            try tx.apiIcons.put(icon, bytes: bytes)
            try tx.publications.bumpPortals(of: api)
            try tx.audit.record(event)
            return (icon, old == nil)
        }
    }

    package func find(of api: ID<API>, as actor: Actor) async throws -> APIIcon {
        try actor.requireOperator()
        return try await kernel.database.read { tx in
            guard let icon = try tx.apiIcons.find(api) else { throw Refusal.notFound }
            return icon
        }
    }

    /// The icon and the bytes that it is.
    package func content(of api: ID<API>, as actor: Actor) async throws -> (APIIcon, [UInt8]) {
        try actor.requireOperator()
        return try await kernel.database.read { tx in
            guard let icon = try tx.apiIcons.find(api), let bytes = try tx.apiIcons.bytes(of: api) else {
                throw Refusal.notFound
            }
            return (icon, bytes)
        }
    }

    package func delete(of api: ID<API>, as actor: Actor) async throws {
        try actor.requireOperator()
        let event = kernel.audit("api-icon.deleted", of: AuditTarget("api", api.text), by: actor)
        try await kernel.database.write { tx in
            guard try tx.apiIcons.delete(api) else { throw Refusal.notFound }
            try tx.publications.bumpPortals(of: api)
            try tx.audit.record(event)
        }
    }

    /// The attribute keys of all APIs with their values and how many carry each.
    package func attributes(_ query: ListQuery, as actor: Actor) async throws -> Page<APIAttribute> {
        try actor.requireOperator()
        return try await kernel.database.read { tx in try tx.apiAttributes.list(query) }
    }

    private static func picture(_ dataURI: String) throws -> (APIIcon.MediaType, [UInt8]) {
        guard dataURI.hasPrefix("data:"), let comma = dataURI.firstIndex(of: ","),
            let type = mediaType(dataURI[..<comma].dropFirst(5)),
            let data = Data(base64Encoded: String(dataURI[dataURI.index(after: comma)...]))
        else {
            let reason = "data must be a data URL with base64 PNG, JPEG or SVG image data"
            throw Refusal.invalid("data", .matchesRegex, reason)
        }
        let bytes = Array(data)
        guard bytes.count <= APIIcon.maximumBytes else {
            let reason = "the image must not exceed \(APIIcon.maximumBytes >> 10) KB"
            throw Refusal.invalid("data", .maxLength(APIIcon.maximumBytes), reason)
        }
        if type == .svg {
            guard let drawing = SVG.sanitized(bytes) else {
                throw Refusal.invalid("data", .invalid, "the image is no SVG drawing")
            }
            return (type, drawing)
        }
        guard let size = ImageHeader.size(of: bytes), size.type == type else {
            throw Refusal.invalid("data", .invalid, "the image is not what its type says")
        }
        guard max(size.width, size.height) <= APIIcon.maximumSide else {
            let side = APIIcon.maximumSide
            throw Refusal.invalid("data", .invalid, "the image must not be larger than \(side) by \(side) pixels")
        }
        return (type, bytes)
    }

    private static func mediaType(_ text: Substring) -> APIIcon.MediaType? {
        let name = text.split(separator: ";").first.map { $0.lowercased() } ?? ""
        return APIIcon.MediaType(rawValue: name == "image/jpg" ? "image/jpeg" : name)
    }
}

/// What the first bytes of a picture say of it.
enum ImageHeader {
    struct Size: Equatable {
        var type: APIIcon.MediaType
        var width: Int
        var height: Int
    }

    /// Nil when the bytes are neither PNG nor JPEG.
    static func size(of bytes: [UInt8]) -> Size? {
        png(bytes) ?? jpeg(bytes)
    }

    private static func png(_ bytes: [UInt8]) -> Size? {
        let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        guard bytes.count >= 24, bytes.starts(with: signature), Array(bytes[12..<16]) == Array("IHDR".utf8) else {
            return nil
        }
        return Size(type: .png, width: number(bytes[16..<20]), height: number(bytes[20..<24]))
    }

    private static func jpeg(_ bytes: [UInt8]) -> Size? {
        guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
        var index = 2
        while index + 9 < bytes.count {
            guard bytes[index] == 0xFF else { return nil }
            let marker = bytes[index + 1]
            if marker == 0xFF {
                index += 1
                continue
            }
            // Frames of every coding but the tables that share their range.
            if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
                let height = number(bytes[(index + 5)..<(index + 7)]), width = number(bytes[(index + 7)..<(index + 9)])
                return Size(type: .jpeg, width: width, height: height)
            }
            let length = number(bytes[(index + 2)..<(index + 4)])
            guard length >= 2 else { return nil }
            index += 2 + length
        }
        return nil
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(0) { $0 << 8 | Int($1) }
    }
}
