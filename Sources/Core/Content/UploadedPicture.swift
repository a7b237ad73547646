import Foundation
import Model
import Rendering

/// Pictures that come as data URLs.
enum UploadedPicture {
    /// The type and the bytes that may be served: drawings are kept without anything that acts. Refuses pictures that
    /// are larger than the limit, or that are not what they say they are.
    static func read(_ dataURI: String, _ rule: PictureRule, upTo limit: Int) throws -> (PictureType, [UInt8]) {
        guard dataURI.hasPrefix("data:"), let comma = dataURI.firstIndex(of: ","),
            let type = type(dataURI[..<comma].dropFirst(5)), rule.types.contains(type),
            let data = Data(base64Encoded: String(dataURI[dataURI.index(after: comma)...]))
        else {
            let names = rule.types.map { $0.rawValue.dropFirst("image/".count) }.joined(separator: ", ")
            throw Refusal.invalid("data", .matchesRegex, "data must be a data URL with a base64 image (\(names))")
        }
        let bytes = Array(data)
        guard bytes.count <= limit else {
            let reason = "the image must not exceed \(UploadLimits.words(limit))"
            throw Refusal.invalid("data", .maxLength(limit), reason)
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
        guard max(size.width, size.height) <= rule.maximumSide else {
            let side = rule.maximumSide
            throw Refusal.invalid("data", .invalid, "the image must not be larger than \(side) by \(side) pixels")
        }
        return (type, bytes)
    }

    private static func type(_ text: Substring) -> PictureType? {
        text.split(separator: ";").first.flatMap { PictureType(mediaType: String($0)) }
    }
}

/// What the first bytes of a picture say of it.
enum ImageHeader {
    struct Size: Equatable {
        var type: PictureType
        var width: Int
        var height: Int
    }

    /// Nil when the bytes are no PNG, JPEG, GIF or icon.
    static func size(of bytes: [UInt8]) -> Size? {
        png(bytes) ?? jpeg(bytes) ?? gif(bytes) ?? icon(bytes)
    }

    private static func gif(_ bytes: [UInt8]) -> Size? {
        guard bytes.count >= 10, bytes.starts(with: "GIF87a".utf8) || bytes.starts(with: "GIF89a".utf8) else {
            return nil
        }
        return Size(
            type: .gif, width: number([bytes[7], bytes[6]]), height: number([bytes[9], bytes[8]]))
    }

    /// The largest of the pictures that an icon file holds; a side of 0 means 256.
    private static func icon(_ bytes: [UInt8]) -> Size? {
        guard bytes.count >= 22, bytes.starts(with: [0, 0, 1, 0]) else { return nil }
        let count = number([bytes[5], bytes[4]])
        guard count > 0, bytes.count >= 6 + 16 * count else { return nil }
        let sides = (0..<count).map { index -> (Int, Int) in
            let width = Int(bytes[6 + 16 * index]), height = Int(bytes[7 + 16 * index])
            return (width == 0 ? 256 : width, height == 0 ? 256 : height)
        }
        return Size(type: .ico, width: sides.map(\.0).max() ?? 0, height: sides.map(\.1).max() ?? 0)
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

    private static func number(_ bytes: some Sequence<UInt8>) -> Int {
        bytes.reduce(0) { $0 << 8 | Int($1) }
    }
}
