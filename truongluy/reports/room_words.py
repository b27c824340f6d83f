"""The words in which a meeting organiser is told of a room: its state, its points, what it is used for."""

from __future__ import annotations

from truongluy.rooms.points import Point, State
from truongluy.verdict import Text

STATES = {
    State.READY: Text("Sẵn sàng", "Ready"),
    State.REMARKS: Text("Sẵn sàng, có lưu ý", "Ready, with remarks"),
    State.UNKNOWN: Text("Không xác định", "Unknown"),
    State.NOT_READY: Text("Chưa sẵn sàng", "Not ready"),
}
POINT_STATES = {
    State.READY: Text("Tốt", "In order"),
    State.REMARKS: Text("Lưu ý", "Remark"),
    State.UNKNOWN: Text("Không rõ", "Unknown"),
    State.NOT_READY: Text("Hỏng hoặc thiếu", "Not in order"),
}
SYMBOLS = {State.READY: "✓", State.REMARKS: "!", State.UNKNOWN: "?", State.NOT_READY: "✗"}
"""A sign beside each state, so that nothing is told by colour alone."""

MEANINGS = {
    State.READY: Text("Mọi điểm cần cho cuộc họp đều đã được nhìn thấy là tốt.",
                      "All that a meeting needs was seen to be in order."),
    State.REMARKS: Text("Họp được; nên xử lý các lưu ý.", "It can meet; the remarks should be seen to."),
    State.UNKNOWN: Text("Chưa ai biết phòng họp được hay không: không liên lạc được, không đọc được, hoặc kiểm tra đã lâu.",
                        "Nobody knows whether it can meet: not reached, not readable, or checked too long ago."),
    State.NOT_READY: Text("Có việc phải xử lý thì mới họp được.", "Something must be mended before it can meet."),
}  # fmt: skip
POINTS = {
    Point.EQUIPMENT: Text("Thiết bị họp", "Meeting equipment"),
    Point.CHECKED: Text("Thời điểm kiểm tra", "When it was checked"),
    Point.REACHABLE: Text("Liên lạc với thiết bị", "Reaching the device"),
    Point.PICTURE_AND_SOUND: Text("Camera, micrô, loa", "Camera, microphone, loudspeaker"),
    Point.REGISTRATION: Text("Kết nối máy chủ họp", "Meeting server"),
    Point.CLOCK: Text("Đồng hồ", "Clock"),
    Point.CERTIFICATE: Text("Chứng thư", "Certificate"),
    Point.SOFTWARE: Text("Phần mềm", "Software"),
    Point.DISK: Text("Ổ đĩa", "Disk"),
    Point.UPDATES: Text("Bản cập nhật", "Updates"),
}
USES = {
    "teaching": Text("Dạy học", "Teaching"),
    "administration": Text("Quản lý, điều hành", "Administration"),
    "provincial_meeting": Text("Họp trực tuyến với tỉnh", "Meetings with the province"),
}


def use(word: str) -> Text:
    """What a room is used for; an unknown word is shown as it is."""
    return USES.get(word, Text(word, word))
