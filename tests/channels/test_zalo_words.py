from tests.channels.zalo_at_hand import outgoing
from truongan.channels.ways.zalo.words import chat_text


def said(subject: str, text: str) -> str:
    return chat_text(outgoing(subject=subject, text=text, url="https://truongan.example.vn/x/"))


def test_a_post_is_not_said_twice_when_its_subject_is_its_beginning():
    long = "Sáng thứ Hai có lực lượng điều tiết ở cổng trường. Phụ huynh dừng xe đúng chỗ."

    assert said("Tin vào nhóm.", "Tin vào nhóm.\nXem: x") == "Tin vào nhóm.\nXem: x\n\nhttps://truongan.example.vn/x/"
    assert said(long[:59] + "…", long).startswith(long)
    assert said(long[:59] + "…", long).count("Sáng thứ Hai") == 1


def test_a_subject_of_its_own_stands_before_the_text():
    assert said("Bạn có việc", "Mở trang để trả lời.").startswith("Bạn có việc\n\nMở trang để trả lời.")
    assert said("Bạn có việc", "").startswith("Bạn có việc\n\nhttps://")
