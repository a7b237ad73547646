import NIOCore
import NIOHTTP1
import Policy

/// Heads as bytes.
enum HeadWriter {
    private static let statusLines: [ByteBuffer] = (0..<600).map { code in
        let status = HTTPResponseStatus(statusCode: code)
        return ByteBuffer(string: "HTTP/1.1 \(code) \(status.reasonPhrase)\r\n")
    }

    static func writeStatus(_ code: Int, to buffer: inout ByteBuffer) {
        if code < statusLines.count {
            buffer.writeImmutableBuffer(statusLines[code])
        } else {
            buffer.writeString("HTTP/1.1 \(code) \r\n")
        }
    }

    static func writeRequestLine(_ method: String, _ path: String, to buffer: inout ByteBuffer) {
        buffer.writeString(method)
        buffer.writeInteger(0x20 as UInt8)
        buffer.writeString(path)
        buffer.writeStaticString(" HTTP/1.1\r\n")
    }

    static func write(_ headers: HeaderFields, to buffer: inout ByteBuffer) {
        for field in headers { write(field.name, field.value, to: &buffer) }
    }

    static func write(_ name: String, _ value: String, to buffer: inout ByteBuffer) {
        buffer.writeString(name)
        buffer.writeStaticString(": ")
        buffer.writeString(value)
        buffer.writeStaticString("\r\n")
    }

    /// The head of an answer of our own.
    static func write(
        _ reply: GatewayReply, requestID: String, date: String, connection: String?, to buffer: inout ByteBuffer
    ) {
        writeStatus(reply.status, to: &buffer)
        write(reply.headers, to: &buffer)
        write("Content-Length", String(reply.body.count), to: &buffer)
        write("Server", GatewayName.server, to: &buffer)
        write("Date", date, to: &buffer)
        write("X-Kong-Request-Id", requestID, to: &buffer)
        if let connection { write("Connection", connection, to: &buffer) }
        writeEnd(to: &buffer)
    }

    static func writeEnd(to buffer: inout ByteBuffer) {
        buffer.writeStaticString("\r\n")
    }

    /// The line that precedes a chunk.
    static func writeChunkSize(_ size: Int, to buffer: inout ByteBuffer) {
        buffer.writeString(String(size, radix: 16))
        buffer.writeStaticString("\r\n")
    }
}

extension HeaderFields {
    init(_ headers: HTTPHeaders) {
        var fields: [Field] = []
        fields.reserveCapacity(headers.count)
        for field in headers { fields.append((field.name, field.value)) }
        self.init(fields)
    }
}
