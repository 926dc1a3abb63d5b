import FoundationEssentials

/// Bytes as text (RFC 4648, section 4).
func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
